from bingkai.contrast.compare import Comparison as Comparison
from bingkai.contrast.compare import compare_outlets as compare_outlets
from bingkai.corpus.check import check_corpus as check_corpus
