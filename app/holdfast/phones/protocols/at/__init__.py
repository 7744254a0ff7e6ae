"""AT commands of phones, without I/O (V.250, 3GPP 27.005 and 27.007).

*Answers* are read from what comes back on the line, *values* are the parameters in them,
*charsets* how texts are written there. *Phone book* and *message* commands are built and their
lines read; a message is a *PDU* (3GPP 23.040), whose *septets* and *times* have modules of their
own.
"""
