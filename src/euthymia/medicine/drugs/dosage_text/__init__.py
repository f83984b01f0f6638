"""Dosage texts: what "take 1 tablet twice daily" means in mg a day. What is not surely understood is asked about."""
