"""The device side of a phone that speaks AT commands.

A *phone* obeys commands, *behaviours* are bad manners to wrap around it, a *modem* carries its
answers over a line, and a *function* carries that line over USB. Its data lie in *books* and
*boxes*, files that its owner can edit by hand.
"""
