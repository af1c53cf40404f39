// Light, dark, or as the device says. Runs before the first paint, so that no page flashes.
try {
  const look = localStorage.getItem('cairn.look');
  if (look) document.documentElement.dataset.theme = look;
} catch {
  // Storage is switched off: the device decides.
}
// Paper is light, whatever the screen is.
let onScreen;
addEventListener('beforeprint', () => {
  onScreen = document.documentElement.dataset.theme;
  delete document.documentElement.dataset.theme;
});
addEventListener('afterprint', () => {
  if (onScreen) document.documentElement.dataset.theme = onScreen;
});
