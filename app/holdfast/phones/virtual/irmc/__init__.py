"""A phone of the Sidekick's time in software: IrMC over OBEX, on a cable of its own choice.

A *service* answers what is asked behind one OBEX target: the IrMC stores, each a *shelf*, or
folder browsing. The *phone* is both services and knows which one a client talks to. A
*conversation* cuts a phone's answers into packets. *Behaviours* are wrapped around a phone to
make it refuse, lie, fail or run full. The *function* is what its USB device does with all this:
an OBEX pipe, or a *modem* that its maker's *switch* turns into one.
"""
