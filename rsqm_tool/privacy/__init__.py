"""No participant is ever published: looks through what would go out, and through what has been built.

`guard` is the way in. `rules` say what is looked for, `sources` give files as runs of text with their places, `scan`
puts the two together, `told` says what came of it. Only `guard`, `sources`, `workspace`, `allow` and `name_list` read
the disk. A value that was found is kept nowhere: only a mask, a hash and its place.
"""
