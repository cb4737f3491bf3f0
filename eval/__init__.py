"""Measuring the assistant from outside: datasets, metrics, comparison runs."""
