"""Award rules drafted from a clause: the claims the reader finds in it, cast into the closed kinds of award.

The way of a clause: `placed` (its stretches) → `paid`, `thresholds`, `ceilings` (what each figure is) → `units` (one
award) → `forms` (its kind) → `document` (all of a document, proved against the text). `idioms.yaml` shows each form.
"""
