#pragma once

#include "analysis/catalogue.hpp"

/// Every row of the catalogue, sorted by id: one line each. The name is the source file's.
#define TIDEMARK_INDICATOR_ROWS(ROW) \
  ROW(accbands)                      \
  ROW(ad)                            \
  ROW(adosc)                         \
  ROW(adx)                           \
  ROW(adxr)                          \
  ROW(apo)                           \
  ROW(aroon)                         \
  ROW(aroonosc)                      \
  ROW(atr)                           \
  ROW(avgdev)                        \
  ROW(avgprice)                      \
  ROW(avwap)                         \
  ROW(bbands)                        \
  ROW(beta)                          \
  ROW(bop)                           \
  ROW(cci)                           \
  ROW(cmf)                           \
  ROW(cmo)                           \
  ROW(correl)                        \
  ROW(dema)                          \
  ROW(donchian)                      \
  ROW(dx)                            \
  ROW(ema)                           \
  ROW(flowstate)                     \
  ROW(hma)                           \
  ROW(ht_dcperiod)                   \
  ROW(ht_dcphase)                    \
  ROW(ht_phasor)                     \
  ROW(ht_sine)                       \
  ROW(ht_trendline)                  \
  ROW(ht_trendmode)                  \
  ROW(ichimoku)                      \
  ROW(imi)                           \
  ROW(kama)                          \
  ROW(keltner)                       \
  ROW(linearreg)                     \
  ROW(linearreg_angle)               \
  ROW(linearreg_intercept)           \
  ROW(linearreg_slope)               \
  ROW(ma)                            \
  ROW(macd)                          \
  ROW(macdext)                       \
  ROW(macdfix)                       \
  ROW(mama)                          \
  ROW(mavp)                          \
  ROW(max)                           \
  ROW(maxindex)                      \
  ROW(medprice)                      \
  ROW(mfi)                           \
  ROW(midpoint)                      \
  ROW(midprice)                      \
  ROW(min)                           \
  ROW(minindex)                      \
  ROW(minmax)                        \
  ROW(minus_di)                      \
  ROW(minus_dm)                      \
  ROW(mom)                           \
  ROW(momentum)                      \
  ROW(natr)                          \
  ROW(obv)                           \
  ROW(pivots)                        \
  ROW(pivots_camarilla)              \
  ROW(pivots_demark)                 \
  ROW(pivots_fibonacci)              \
  ROW(pivots_woodie)                 \
  ROW(plus_di)                       \
  ROW(plus_dm)                       \
  ROW(ppo)                           \
  ROW(regime)                        \
  ROW(roc)                           \
  ROW(rocp)                          \
  ROW(rocr)                          \
  ROW(rocr100)                       \
  ROW(rsi)                           \
  ROW(sar)                           \
  ROW(sarext)                        \
  ROW(sma)                           \
  ROW(stddev)                        \
  ROW(stoch)                         \
  ROW(stochf)                        \
  ROW(stochrsi)                      \
  ROW(sum)                           \
  ROW(supertrend)                    \
  ROW(t3)                            \
  ROW(tema)                          \
  ROW(trange)                        \
  ROW(trima)                         \
  ROW(trix)                          \
  ROW(tsf)                           \
  ROW(typprice)                      \
  ROW(ultosc)                        \
  ROW(var)                           \
  ROW(volume_profile)                \
  ROW(vwap)                          \
  ROW(vwma)                          \
  ROW(wclprice)                      \
  ROW(willr)                         \
  ROW(wma)

namespace tidemark::analysis::rows {

// A list written once, because a row that is declared but not in the array, or the reverse, would go unseen.
#define TIDEMARK_DECLARE_ROW(name) const IndicatorInfo& name();
TIDEMARK_INDICATOR_ROWS(TIDEMARK_DECLARE_ROW)
#undef TIDEMARK_DECLARE_ROW

}  // namespace tidemark::analysis::rows
