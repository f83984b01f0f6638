"""Fits of the models and virtual trials: random numbers by key, intervals, runs on processes and on Spark."""
