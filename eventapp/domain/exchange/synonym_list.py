from importlib.resources import files
from eventapp.domain.exchange.sought_word import stems_of_phrase
from eventapp.domain.people.stemmer import split_words
def current_synonyms():
    out={}
    for line in files("eventapp").joinpath("facts/synonyms.txt").read_text("utf-8").splitlines():
        ph=[tuple(split_words(p)) for p in line.split(",")]
        for p in ph:
            got=out.setdefault(stems_of_phrase(p),[])
            for q in ph:
                if stems_of_phrase(q)!=stems_of_phrase(p) and q not in got: got.append(q)
    return out
