"""bingkai: compare how Indonesian news outlets frame the same events, with the evidence and its uncertainty.

>>> import bingkai as bk
>>> reading = bk.analyse(bk.load_demo(), progress=False)
>>> hasil = bk.compare_outlets(bk.measure(reading), "stance.jarak", seed=7)
"""

import lazy_loader as _lazy

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
