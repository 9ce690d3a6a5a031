/** Counts down the seconds the server asked us to wait. */
export class Wait {
  seconds = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  start(seconds: number): void {
    clearInterval(this.#timer);
    const until = Date.now() + seconds * 1000;
    this.seconds = Math.ceil(seconds);
    this.#timer = setInterval(() => {
      this.seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      if (this.seconds === 0) clearInterval(this.#timer);
    }, 500);
  }
}
