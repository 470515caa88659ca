"""Upgrade steps: what turns an older document into the next form, one small file each.

A file is found by its constants; it is registered nowhere else. Its function ``upgrade(root)``
changes the tree in place and yields what it changed: kind, path below the root, old, new.

==========  ===========  =====================  =====================
kind        path of      old                    new
==========  ===========  =====================  =====================
renamed     old element  old name               new name
moved       old element  old path               new path
added       new element  empty                  its text
removed     old element  its text or XML        empty
changed     element      old text               new text
==========  ===========  =====================  =====================

A *version step* has ``PRODUCT``, ``OLD`` and ``NEW``: it turns a document of that product from one
schema version into the next (``NEW_PRODUCT`` when the root element gets another name, too). The
attribute ``version`` is set for it.

A *shape step* has ``NAMESPACE`` and a function ``applies(root)``: it mends documents that say no
version but have an older shape; it is tried on a document whose namespace begins so and which
breaks its schema. It may have a function ``unknown(root)``, which returns the elements that neither
the older shape nor the present one knows: lenient reading leaves them out where the shape applies
without them. Files that begin with an underscore are no steps.
"""
