"""What the system costs with many documents: a generated corpus, measured in processes of their own."""
