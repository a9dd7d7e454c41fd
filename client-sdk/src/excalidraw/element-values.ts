import type { Json } from '../json.ts'

/** One property of an element: what it is when nothing is stored, and whether another client's value can be taken for it. */
interface ElementValue {
  readonly fallback: Json
  accepts(value: Json): boolean
}

const isPoints = (value: Json): boolean =>
  Array.isArray(value) &&
  value.every((point) => Array.isArray(point) && point.length >= 2 && point.every(Number.isFinite))

const number = (fallback: number): ElementValue => ({ fallback, accepts: Number.isFinite })
const string = (fallback: string): ElementValue => ({
  fallback,
  accepts: (value) => typeof value === 'string',
})
const flag = (fallback: boolean): ElementValue => ({
  fallback,
  accepts: (value) => typeof value === 'boolean',
})
const list = (of: (value: Json) => boolean): ElementValue => ({
  fallback: [],
  accepts: (value) => Array.isArray(value) && value.every(of),
})
const maybe = (type: 'string' | 'object' | 'boolean', fallback: Json = null): ElementValue => ({
  fallback,
  accepts: (value) => value === null || (typeof value === type && !Array.isArray(value)),
})

const common: Readonly<Record<string, ElementValue>> = {
  strokeColor: string('#1e1e1e'),
  backgroundColor: string('transparent'),
  fillStyle: string('solid'),
  strokeWidth: number(2),
  strokeStyle: string('solid'),
  roundness: maybe('object'),
  roughness: number(1),
  opacity: number(100),
  seed: number(1),
  groupIds: list((value) => typeof value === 'string'),
  frameId: maybe('string'),
  link: maybe('string'),
  locked: flag(false),
}
const path: Readonly<Record<string, ElementValue>> = {
  ...common,
  points: { fallback: [], accepts: isPoints },
}
const line: Readonly<Record<string, ElementValue>> = {
  ...path,
  startBinding: maybe('object'),
  endBinding: maybe('object'),
  startArrowhead: maybe('string'),
  endArrowhead: maybe('string'),
}

/** The properties of each type of element beside its place, its size and what is derived, as Excalidraw 0.18 has them. */
export const elementValues: Readonly<Record<string, Readonly<Record<string, ElementValue>>>> = {
  rectangle: common,
  diamond: common,
  ellipse: common,
  iframe: common,
  embeddable: common,
  frame: { ...common, name: maybe('string') },
  magicframe: { ...common, name: maybe('string') },
  text: {
    ...common,
    text: string(''),
    originalText: string(''),
    fontSize: number(20),
    fontFamily: number(5),
    textAlign: string('left'),
    verticalAlign: string('top'),
    containerId: maybe('string'),
    autoResize: flag(true),
    lineHeight: number(1.25),
  },
  line,
  arrow: {
    ...line,
    endArrowhead: maybe('string', 'arrow'),
    elbowed: flag(false),
    fixedSegments: { fallback: null, accepts: (value) => value === null || Array.isArray(value) },
    startIsSpecial: maybe('boolean'),
    endIsSpecial: maybe('boolean'),
  },
  freedraw: { ...path, pressures: list(Number.isFinite), simulatePressure: flag(true) },
  image: {
    ...common,
    fileId: maybe('string'),
    status: string('pending'),
    scale: { fallback: [1, 1], accepts: (value) => Array.isArray(value) && value.every(Number.isFinite) },
    crop: maybe('object'),
  },
}

/** Types whose course is a list of points: without two of them there is nothing to draw. */
export const pathTypes: ReadonlySet<string> = new Set(['line', 'arrow', 'freedraw'])
