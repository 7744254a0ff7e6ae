"""IrMC without I/O: what a phone of the 2000s keeps, and the names it gives it over OBEX.

A *store* (phone book, calendar, notes) is read whole (level 2, `telecom/pb.vcf`) or item by
item through its *LUID* (level 4, `telecom/pb/luid/<LUID>.vcf`), the id a phone gives an item
for life. *info.log* counts a store's items. In a whole-store read a phone adds an
*X-IRMC-LUID* line to each item, so that both ways of reading can be tied together. Photos are
not in IrMC: they are reached by OBEX folder browsing, whose *folder listing* is XML.
"""
