#!/usr/bin/env python3
"""The same trades by naive arithmetic: what `tidemark backtest` is held against.

Shares nothing with Tidemark but the rules in docs/backtesting.md: reads candles, keeps every close, works each average and each
fill out anew with fractions, writes the trades.

    naive.py candles FILE               the made-up candles the test runs over (a seeded walk, no market's data)
    naive.py sma_cross FILE             fast=10 slow=30 sides=both, market orders at the next open
    naive.py breakout FILE              lookback=20 atr=14 stop=2 target=2, market entry, stop and target, worse first

Costs: fee 0.1 % of each fill, slippage 0.05 % of the price, rounded against us to the cent. Capital 10,000, a position of at most
95 % of the equity, a risk of 1 % where there is a stop. Quantities in thousandths.
"""

import csv
import math
import sys
from fractions import Fraction as F

FEE, SLIP, FRACTION, RISK = F(1, 1000), F(5, 10000), F(95, 100), F(1, 100)


def write_candles(path):
    state, price, rows = 20231127, 10000, []
    for i in range(1500):
        steps = []
        for _ in range(12):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            steps.append(((state >> 33) % 61) - 30 + round(2 * math.sin(i / 40)))
        path_of = [price]
        for step in steps:
            path_of.append(max(path_of[-1] + step, 100))
        rows.append((i, path_of[0], max(path_of), min(path_of), path_of[-1], 1000 + state % 9000))
        price = max(path_of[-1] + ((state >> 20) % 21) - 10, 100)
    with open(path, "w") as out:
        out.write("open_time_ms,open,high,low,close,volume\n")
        for i, o, h, l, c, v in rows:
            cents = ["%d.%02d" % divmod(x, 100) for x in (o, h, l, c)]
            out.write("%d,%s,%d.%03d\n" % (1672531200000 + i * 3600000, ",".join(cents), v // 1000, v % 1000))


def read_candles(path):
    with open(path) as lines:
        for row in csv.DictReader(lines):
            yield (int(row["open_time_ms"]), *(F(row[k]) for k in ("open", "high", "low", "close")))


def worse(price, sign):
    cents = price * 100 * (1 + sign * SLIP)
    return F(math.ceil(cents) if sign > 0 else math.floor(cents), 100)


class Account:
    def __init__(self):
        self.cash, self.lots, self.trades, self.open = F(10000), 0, [], None

    def equity(self, price):
        return self.cash + F(self.lots, 1000) * price

    def most(self, amount, price):
        return math.floor(amount / (price / 1000)) if amount > 0 else 0

    def fill(self, time, price, lots):
        """lots signed; a fill that turns the position over is two."""
        if self.lots and (self.lots > 0) != (lots > 0) and abs(lots) > abs(self.lots):
            rest = lots + self.lots
            self.fill(time, price, -self.lots)
            self.fill(time, price, rest)
            return
        value = price * F(lots, 1000)
        fee = abs(value) * FEE
        self.cash -= value + fee
        self.lots += lots
        if self.open is None:
            self.open = {"entered": time, "side": "long" if lots > 0 else "short", "lots": abs(lots), "profit": F(0)}
        self.open["profit"] -= value + fee
        if self.lots == 0:
            self.open["exited"] = time
            self.trades.append(self.open)
            self.open = None


def sma_cross(candles):
    account, closes, before, wanted = Account(), [], None, None
    for time, o, h, l, c in candles:
        if wanted is not None and wanted != account.lots:
            change = wanted - account.lots
            account.fill(time, worse(o, 1 if change > 0 else -1), change)
        wanted = None
        closes.append(c)
        if len(closes) < 30:
            continue
        above = sum(closes[-10:]) / 10 > sum(closes[-30:]) / 30
        if before is not None and above != before:
            size = account.most(account.equity(c) * FRACTION, c)
            wanted = size if above else -size
        before = above
    return account


def breakout(candles):
    account, seen, entry, stop, target = Account(), [], 0, None, None
    for time, o, h, l, c in candles:
        end = time + 3600000
        if entry:
            account.fill(time, worse(o, 1), entry)
            entry = 0
        if account.lots:
            # The worse first; a stop that is jumped over is filled at the open, a target only when gone through.
            if l <= stop:
                account.fill(time if o <= stop else end, worse(min(o, stop), -1), -account.lots)
            elif h > target:
                # A target is a resting order: it keeps its price, also when the open has passed it.
                account.fill(time if o > target else end, target, -account.lots)
        seen.append((h, l, c))
        if len(seen) <= 20 or account.lots:
            continue
        ranges = []
        for i in range(len(seen) - 14, len(seen)):
            last = seen[i - 1][2]
            ranges.append(max(seen[i][0], last) - min(seen[i][1], last))
        if c > max(x[0] for x in seen[-21:-1]):
            distance = sum(ranges) / 14 * 2 * 100
            stop = c - F(math.floor(distance) + 1, 100)
            target = c + F(math.floor(distance * 2), 100)
            entry = min(account.most(account.equity(c) * RISK, c - stop), account.most(account.equity(c) * FRACTION, c))
    return account


def main():
    what, path = sys.argv[1], sys.argv[2]
    if what == "candles":
        write_candles(path)
        return
    account = {"sma_cross": sma_cross, "breakout": breakout}[what](list(read_candles(path)))
    print("entered_ms,exited_ms,side,qty,profit")
    for t in account.trades:
        cents = t["profit"] * 100
        rounded = math.floor(abs(cents) + F(1, 2)) * (1 if cents >= 0 else -1)
        sign = "-" if rounded < 0 else ""
        qty = ("%.3f" % (t["lots"] / 1000)).rstrip("0").rstrip(".")
        print("%d,%d,%s,%s,%s%d.%02d" % (t["entered"], t["exited"], t["side"], qty, sign, *divmod(abs(rounded), 100)))


main()
