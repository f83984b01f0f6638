"""Pure research models of ketamine: kinetics, cascade, estimates, forecast, virtual trials. They dose nobody."""
