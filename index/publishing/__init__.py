"""Putting documents into the corpus beside the shipped one, and in and out of service."""
