/**
 * Looks over the screen as it is now: every control inside the window, large enough for a thumb, nothing cut off.
 * Returns a sentence for each thing that is not; used by looking.py.
 */
(width) => {
  const SLACK = 1;
  const THUMB = 44;
  const faults = innerWidth === width ? [] : [`the page is ${innerWidth} px wide`];
  const name = (el) => {
    const words = (el.getAttribute('aria-label') ?? el.innerText ?? el.value ?? '').trim();
    return `<${el.localName} ${el.className?.baseVal ?? el.className}> 「${words.slice(0, 24).replace(/\s+/g, ' ')}」`;
  };
  const CONTROLS =
    'a[href], button, input, select, textarea, summary, [role=treeitem], [role=menuitem], [role=switch]';

  /** What a finger hits for a control: a radio button inside its label is hit on the whole label. */
  const target = (el) => (el.matches('label input') ? el.closest('label') : el);
  const seen = (el) => {
    if (!el.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    if (el.closest('.unseen, [inert]')) return false;
    const { width, height } = el.getBoundingClientRect();
    return width > 1 && height > 1;
  };
  const top = [...document.querySelectorAll('dialog[open], [popover]:popover-open')].at(-1);
  const controls = [...new Set([...(top ?? document).querySelectorAll(CONTROLS)].map(target))].filter(seen);

  const clips = (style, axis) => /hidden|clip|auto|scroll/.test(style[`overflow${axis}`]);
  for (const el of controls) {
    el.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    // A script can scroll what hides its overflow; a hand cannot.
    for (let up = el.parentElement; up; up = up.parentElement)
      if (getComputedStyle(up).overflowX === 'hidden' && getComputedStyle(up).overflowY === 'hidden')
        up.scrollTo({ left: 0, top: 0, behavior: 'instant' });
    const box = el.getBoundingClientRect();
    const inline = getComputedStyle(el).display === 'inline';
    if (box.left < -SLACK || box.right > innerWidth + SLACK)
      faults.push(`${name(el)} reaches from ${box.left} to ${box.right} of ${innerWidth}`);
    if (box.height <= innerHeight && (box.top < -SLACK || box.bottom > innerHeight + SLACK))
      faults.push(`${name(el)} reaches from ${box.top} down to ${box.bottom} of ${innerHeight}`);

    // What lies in the top layer is cut off by nothing below it.
    for (let up = el.parentElement, in_ = el; up && !up.matches('body, dialog, [popover]'); up = up.parentElement) {
      if (getComputedStyle(in_).position === 'fixed') break;
      in_ = up;
      const style = getComputedStyle(up);
      const edge = up.getBoundingClientRect();
      const x = clips(style, 'X') && (box.left < edge.left - SLACK || box.right > edge.right + SLACK);
      const y =
        clips(style, 'Y') &&
        box.height <= edge.height &&
        (box.top < edge.top - SLACK || box.bottom > edge.bottom + SLACK);
      if (x || y) {
        faults.push(`${name(el)} is cut off by <${up.localName} ${up.className}> ${x ? 'at its side' : 'above or below'}`);
        break;
      }
    }

    // A link in a sentence is as high as its line; everything else has to be hit by a thumb.
    if (!inline) {
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const hits = (dx, dy) => {
        const hit = document.elementFromPoint(
          Math.min(innerWidth - 1, Math.max(0, x + dx)),
          Math.min(innerHeight - 1, Math.max(0, y + dy)),
        );
        return hit !== null && (el === hit || el.contains(hit));
      };
      const reach = THUMB / 2 - SLACK;
      if (box.width < THUMB - SLACK && !(hits(-reach, 0) && hits(reach, 0)))
        faults.push(`${name(el)} is ${box.width} px wide`);
      if (box.height < THUMB - SLACK && !(hits(0, -reach) && hits(0, reach)))
        faults.push(`${name(el)} is ${box.height} px high`);
    }

    // The words of a control stand on the screen in full, unless they may end in an ellipsis.
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.data.trim() || !seen(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const words = range.getBoundingClientRect();
      if (words.left < -SLACK || words.right > innerWidth + SLACK)
        if (!ends(node.parentElement)) faults.push(`the words 「${node.data.trim()}」 leave the screen`);
    }
  }

  // And so do all other words.
  const all = document.createTreeWalker(top ?? document.body, NodeFilter.SHOW_TEXT);
  while (all.nextNode()) {
    const { data, parentElement: el } = all.currentNode;
    if (!data.trim() || !seen(el) || el.closest('table') || ends(el)) continue;
    const range = document.createRange();
    range.selectNodeContents(all.currentNode);
    const words = range.getBoundingClientRect();
    if (words.left < -SLACK || words.right > innerWidth + SLACK)
      faults.push(`the words 「${data.trim()}」 reach from ${words.left} to ${words.right} of ${innerWidth}`);
  }

  function ends(el) {
    for (let up = el; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') return true;
    }
    return false;
  }

  // Nothing scrolls sideways but tables.
  const pages = [document.scrollingElement, ...document.querySelectorAll('body *')];
  for (const el of pages) {
    if (el.scrollWidth <= el.clientWidth + SLACK || el.clientWidth === 0) continue;
    const style = getComputedStyle(el);
    const scrolls = el === document.scrollingElement || /auto|scroll/.test(style.overflowX);
    if (scrolls && seen(el) && !el.querySelector(':scope > table'))
      faults.push(`${name(el).slice(0, 60)} scrolls sideways: ${el.scrollWidth} of ${el.clientWidth}`);
  }
  return [...new Set(faults)];
};
