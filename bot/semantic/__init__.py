"""Optional sentence embeddings (`walkback[semantic]`): linking by meaning beside words. Absent, everything else works.

model.py       the model on disk                  encoder.py    texts → vectors
loading.py     a model that was tried out         choice.py     which model, or none
similarity.py  `walkback link`: claims of a file  nearest.py    the nearest claims of a guild, in memory
links.py       what a poll asks                   rated.py      what is on record, rated, in a transaction
filling.py     vectors that are missing           texts.py      what is encoded
"""

from bot.semantic.encoder import Encoder, WordPiece
from bot.semantic.model import SemanticUnavailable, find_model, read_safetensors
from bot.semantic.similarity import Similarity

__all__ = ["Encoder", "SemanticUnavailable", "Similarity", "WordPiece", "find_model", "read_safetensors"]
