"""`make bench-lanes`: finals and previews of many jobs under the platforms' limits, in virtual time.

One JSON object per line; seconds unless the name says otherwise, `refused` counts answers 429, `seen` is from ready
to seen anywhere, on the board or in a message of its own, `pictured` to seen there as a picture, silences are the
longest that a job had nothing new on screen. The last lines say which aims are met.
"""

from tests.bench.lanes.trials import Trials

if __name__ == "__main__":
    trials = Trials()
    trials.all()
    for aim in trials.aims:
        aim.tell()
