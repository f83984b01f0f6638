"""Doses: what a drug's text, a SIG and a Dosage element say of the mg taken a day. Unknown stays unknown."""
