"""The page at `/`: which world this is and where to find what. No script, no outside file."""

from html import escape
from typing import Final

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #2b2620; --paper: #f6f1e7; --line: #d8cdb8; --accent: #8a4b1f; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #e9e1d2; --paper: #1b1814; --line: #3c352b; --accent: #e0a36b; }}
}}
body {{ margin: 0; background: var(--paper); color: var(--ink); font: 1.05rem/1.6 Georgia, "Times New
Roman", serif; }} main {{ max-width: 38rem; margin: 0 auto; padding: 12vh 1.5rem 4rem; }} h1 {{ margin: 0;
font-size: clamp(2rem, 7vw, 3.2rem); line-height: 1.1; font-weight: normal; text-wrap: balance; }} .lead {{
margin: .75rem 0 2.5rem; color: var(--accent); }} h2 {{ margin: 2.5rem 0 .5rem; padding-top: 1.25rem;
border-top: 1px solid var(--line); font-size: 1.15rem; }} ol, p {{ margin: .5rem 0; }} ol {{ padding-left:
1.25rem; }} code {{ font: .85em ui-monospace, Menlo, Consolas, monospace; background: var(--line); padding:
.1em .35em; border-radius: .25em; overflow-wrap: anywhere; }} a {{ color: var(--accent); }} footer {{
margin-top: 3rem; font-size: .85rem; opacity: .75; }} </style> </head> <body> <main> <h1>{title}</h1> <p
class="lead">{players}</p> <p>This is the server of a world. It speaks to game clients; the page you see is
only its door plate.</p> <h2>How a client gets in</h2> <ol> <li>Make an account: <code>POST
/api/accounts</code> with <code>username</code> and <code>password</code>.</li> <li>Sign in: <code>POST
/api/sessions</code> gives a <code>token</code>. Send it as <code>Authorization: Bearer …</code> from here
on.</li> <li>Make a character: <code>POST /api/characters</code> with a <code>name</code>.</li> <li>Fetch a
ticket: <code>POST /api/characters/{{id}}/ticket</code>.</li> <li>Open the <code>url</code> of the answer as
a WebSocket within 30 seconds. The server speaks first.</li> </ol> <h2>Where things are</h2> <p><a
href="/api/status">/api/status</a> – the world, its version, and how many play.<br> <a
href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a> – for whoever watches over this server.<br>
<code>/images/{{icon}}</code> – the pictures of the world.</p> <p>Every frame is one JSON object,
<code>{{"type": …, "payload": …}}</code>. All types and payloads stand in the project’s
<code>schemas/protocol/</code>.</p> <footer>World version {content} · gamectl {version}</footer> </main>
</body> </html>
"""


def front_page(*, title: str, content: str, version: str, players: int) -> str:
    """The page as HTML. Every text is escaped."""
    if players == 0:
        crowd = "Nobody is in the world right now. It waits."
    elif players == 1:
        crowd = "One player is in the world."
    else:
        crowd = f"{players} players are in the world."
    return _PAGE.format(
        title=escape(title), content=escape(content), version=escape(version), players=escape(crowd)
    )
