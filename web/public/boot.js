// Before the first paint: size of text, light and contrast as chosen on this device.
// An own file, because the content security policy allows no script inside the page.
// Keep in step with src/lib/prefs.svelte.ts.
(function () {
  try {
    var look = JSON.parse(localStorage.getItem('kairan.look') || '{}');
    var root = document.documentElement;
    if (look.text && look.text !== 'standard') root.dataset.text = look.text;
    if (look.light && look.light !== 'system') root.dataset.light = look.light;
    if (look.contrast && look.contrast !== 'system') root.dataset.contrast = look.contrast;
    if (look.simple) root.dataset.simple = '';
    if (look.language) root.lang = look.language;
  } catch {
    // Nothing stored, or storage closed to us: the plain look.
  }
})();
