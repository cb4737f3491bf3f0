"""The HTTP interface: REST, server-sent events, OpenAI-compatible. Routers only translate; the core answers."""
