/** The first byte of every frame, by its name. */
export * as FrameType from './frame-numbers.ts'
