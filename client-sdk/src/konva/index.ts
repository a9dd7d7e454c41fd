export { bindKonva, type KonvaBinding, type KonvaOptions } from './bind-konva.ts'
export type { KonvaShape } from './shape.ts'
