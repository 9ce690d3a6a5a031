/** One frame of `text/event-stream`. */
export interface Frame {
  id: string | null;
  event: string;
  data: string;
}

/**
 * Reads frames out of chunks of text, however these are cut.
 * We read by fetch and not by EventSource, which hides ids, status codes and heartbeats.
 */
export class FrameReader {
  #rest = '';
  #id: string | null = null;
  #event = '';
  #data: string[] = [];

  push(chunk: string): Frame[] {
    const frames: Frame[] = [];
    const lines = (this.#rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const frame = this.#line(line);
      if (frame) frames.push(frame);
    }
    return frames;
  }

  #line(line: string): Frame | null {
    if (line === '') return this.#finish();
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') this.#id = value;
    else if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    return null;
  }

  #finish(): Frame | null {
    const frame =
      this.#data.length > 0
        ? { id: this.#id, event: this.#event || 'message', data: this.#data.join('\n') }
        : null;
    this.#id = null;
    this.#event = '';
    this.#data = [];
    return frame;
  }
}
