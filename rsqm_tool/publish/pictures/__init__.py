"""The pictures. Each module draws one kind from plain values, as SVG inside the page, and knows no page; all are pure.

They print, need no script and no network. Places across are shares of the width, letters have their size in pixels, so
both stay readable from a screen of 320 pixels to a wide one. Nothing is told by colour alone: a sign, a hatch, a letter
or words say the same.
"""
