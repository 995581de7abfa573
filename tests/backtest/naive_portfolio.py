#!/usr/bin/env python3
"""Two instruments and two currencies in one account by naive arithmetic: what `tidemark backtest` is held against.

Shares nothing with Tidemark but the rules in docs/backtesting.md: keeps every close, the cash of each currency as a fraction, works
everything out anew at each moment.

    naive_portfolio.py candles FILE             the made-up candles of ETHBTC (a seeded walk with holes, no market's data)
    naive_portfolio.py run BTCUSDT ETHBTC       crossing averages, fast=10 slow=30 sides=both, market orders at the next open

The account is in USDT; capital 10,000, fee 0.1 % of each fill, slippage 0.05 % of the price, rounded against us to the tick. A
position is worth at most 40 % of the equity of the whole account. Quantities of both in thousandths.
"""

import csv
import math
import sys
from fractions import Fraction as F

FEE, SLIP, FRACTION = F(1, 1000), F(5, 10000), F(40, 100)
HOUR = 3600000


def write_candles(path):
    state, price, rows = 1128, 5000, []
    for i in range(700):
        steps = []
        for _ in range(6):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            steps.append(((state >> 33) % 81) - 40 + round(3 * math.sin(i / 25)))
        path_of = [price]
        for step in steps:
            path_of.append(max(path_of[-1] + step, 100))
        if state % 23:
            rows.append((i + 40, path_of[0], max(path_of), min(path_of), path_of[-1], 1000 + state % 9000))
        price = path_of[-1]
    with open(path, "w") as out:
        out.write("open_time_ms,open,high,low,close,volume\n")
        for i, o, h, l, c, v in rows:
            prices = ["%d.%05d" % divmod(x, 100000) for x in (o, h, l, c)]
            out.write("%d,%s,%d.%03d\n" % (1672531200000 + i * HOUR, ",".join(prices), v // 1000, v % 1000))


class Instrument:
    def __init__(self, path, currency, decimals):
        self.currency, self.tick = currency, F(1, 10**decimals)
        self.candles = {}
        with open(path) as lines:
            for row in csv.DictReader(lines):
                self.candles[int(row["open_time_ms"])] = (F(row["open"]), F(row["close"]))
        self.lots, self.close, self.wanted, self.open = 0, None, None, None
        self.closes, self.above = [], None


def worse(price, sign, tick):
    ticks = price * (1 + sign * SLIP) / tick
    return (math.ceil(ticks) if sign > 0 else math.floor(ticks)) * tick


def fill(account, one, time, price, lots, rate):
    if one.lots and (one.lots > 0) != (lots > 0) and abs(lots) > abs(one.lots):
        rest = lots + one.lots
        fill(account, one, time, price, -one.lots, rate)
        fill(account, one, time, price, rest, rate)
        return
    value = price * F(lots, 1000)
    fee = abs(value) * FEE
    account["cash"][one.currency] -= value + fee
    one.lots += lots
    if one.open is None:
        one.open = {"symbol": one.symbol, "entered": time, "side": "long" if lots > 0 else "short", "lots": abs(lots), "profit": F(0)}
    one.open["profit"] -= value + fee
    if one.lots == 0:
        one.open["exited"] = time
        one.open["own"] = one.open["profit"] * rate
        account["trades"].append(one.open)
        one.open = None


def equity(account, all_of, bitcoin):
    sums = dict(account["cash"])
    for one in all_of:
        if one.lots:
            sums[one.currency] += F(one.lots, 1000) * one.close
    return sums["USDT"] + (sums["BTC"] * bitcoin if sums["BTC"] else 0)


def run(btc_path, eth_path):
    btc, eth = Instrument(btc_path, "USDT", 2), Instrument(eth_path, "BTC", 5)
    btc.symbol, eth.symbol = "BTCUSDT", "ETHBTC"
    account = {"cash": {"USDT": F(10000), "BTC": F(0)}, "trades": []}
    for time in sorted({*btc.candles, *eth.candles}):
        here = [one for one in (btc, eth) if time in one.candles]
        # What was asked for meets the open, when the last closes were those before.
        for one in here:
            if one.wanted is not None and one.wanted != one.lots:
                change = one.wanted - one.lots
                price = worse(one.candles[time][0], 1 if change > 0 else -1, one.tick)
                fill(account, one, time, price, change, 1 if one is btc else btc.close)
            one.wanted = None
        for one in here:
            one.close = one.candles[time][1]
            one.closes.append(one.close)
        whole = equity(account, (btc, eth), btc.close)
        for one in here:
            if len(one.closes) < 30:
                continue
            above = sum(one.closes[-10:]) / 10 > sum(one.closes[-30:]) / 30
            if one.above is not None and above != one.above:
                own = whole if one is btc else whole / btc.close
                size = math.floor(own * FRACTION / (one.close / 1000))
                one.wanted = size if above else -size
            one.above = above
    print("entered_ms,exited_ms,symbol,side,qty,profit,in_usdt")
    for t in account["trades"]:
        qty = ("%.3f" % (t["lots"] / 1000)).rstrip("0").rstrip(".")
        profit, own = rounded(t["profit"], 8), rounded(t["own"], 2)
        print("%d,%d,%s,%s,%s,%s,%s" % (t["entered"], t["exited"], t["symbol"], t["side"], qty, profit, own))
    print("equity,%s" % rounded(equity(account, (btc, eth), btc.close), 2))


def rounded(value, decimals):
    units = math.floor(abs(value) * 10**decimals + F(1, 2))
    sign = "-" if value < 0 and units else ""
    return "%s%d.%0*d" % (sign, units // 10**decimals, decimals, units % 10**decimals)


if sys.argv[1] == "candles":
    write_candles(sys.argv[2])
else:
    run(sys.argv[2], sys.argv[3])
