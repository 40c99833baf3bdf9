"""The labelling step of research_group.py alone.

    python research_group_labels.py POSTS.ndjson

POSTS has the columns text and code. The model is learned from the first 3,000 rows outside the clock. Prints JSON: processor seconds.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pandas as pd
from research_group import cleaner
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB

LEARNED = 3_000


def main(posts: Path) -> None:
    frame = pd.read_json(posts, lines=True)
    clean = cleaner()
    sample = frame.head(LEARNED)
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
    model = MultinomialNB().fit(vectorizer.fit_transform(sample["text"].map(clean)), sample["code"])
    start = time.process_time()
    model.predict(vectorizer.transform(frame["text"].map(clean)))
    print(json.dumps({"seconds": time.process_time() - start}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
