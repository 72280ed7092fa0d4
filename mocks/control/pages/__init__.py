"""What the pages of both mocks share: look, shell, sign-in cookie, messages, traffic and switches.

Nothing but `lazy` may be imported before a page is asked for: Jinja2 costs a start-up more than the rest.
"""
