"""Wrong answers made from right ones, by kind: what the gates are measured with.

Nothing here may know how the gates judge (import-linter holds that): a corruption is wrong because the policy
texts and the rules say so.
"""
