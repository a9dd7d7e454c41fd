import { Histogram } from './histogram.ts'

/**
 * How late this process' loop runs a timer that is due every millisecond. A turn that blocks for 8 ms made
 * eight of them late, by 7, 6, … ms: all are counted, or the worst turns would count least.
 */
export class LoopLag {
  readonly histogram = new Histogram()
  private lastUs = 0

  /** To be called from a 1 ms timer. */
  turned(nowUs: number): void {
    const gap = this.lastUs === 0 ? timerUs : nowUs - this.lastUs
    this.lastUs = nowUs
    for (let lateUs = gap - timerUs; lateUs > 0; lateUs -= timerUs) this.histogram.add(Math.round(lateUs))
    if (gap <= timerUs) this.histogram.add(0)
  }
}

const timerUs = 1000
