"""Award rules drafted from a clause: the claims the reader finds in it, cast into the closed kinds of award."""
