"""A version of the index on disk: vectors, the sparse side, the manifest; whole or not at all.

Must not know how it is ranked.
"""
