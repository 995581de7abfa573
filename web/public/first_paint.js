// Sets the theme before anything is painted; a separate file because the content security policy forbids inline code.
(function () {
  var root = document.documentElement;
  var linked = /[?&]theme=(dark|light)/.exec(location.hash);
  var stored = {};
  try {
    stored = JSON.parse(localStorage.getItem('tidemark.preferences') || '{}') || {};
  } catch (error) {
    // No storage: nothing was chosen.
  }
  var name = linked ? linked[1] : stored.theme;
  var system = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  root.dataset.theme = name === 'dark' || name === 'light' ? name : system;
  if (stored.candleColors === 'colorblind') root.dataset.candles = 'colorblind';
})();
