/** Things to come, earliest first: a binary heap. */
export class Agenda<T extends { readonly at: number }> {
  private readonly heap: T[] = [];

  /** The earliest, which stays. */
  peek(): T | undefined {
    return this.heap[0];
  }

  add(item: T): void {
    let place = this.heap.push(item) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.heap[parent];
      if (above === undefined || above.at <= item.at) break;
      this.heap[place] = above;
      place = parent;
    }
    this.heap[place] = item;
  }

  /** Takes the earliest out. */
  take(): T | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (last === undefined || last === first) return first;
    let place = 0;
    for (;;) {
      const child = this.earlierChild(place);
      const below = this.heap[child];
      if (below === undefined || below.at >= last.at) break;
      this.heap[place] = below;
      place = child;
    }
    this.heap[place] = last;
    return first;
  }

  private earlierChild(place: number): number {
    const left = 2 * place + 1;
    const right = this.heap[left + 1];
    return right !== undefined && right.at < (this.heap[left]?.at ?? 0) ? left + 1 : left;
  }
}
