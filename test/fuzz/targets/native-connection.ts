import { encodeFrame } from '../../protocol/encode-frame.ts'
import { bytesOf, golden } from '../../protocol/golden.ts'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { event, update } from '../../protocol/raw-client.ts'
import { scribble } from '../../support/scribbles.ts'
import { ConnectionWorld } from '../connection-world.ts'
import { joinChunks, splitChunks, type Target } from '../target.ts'

const ups = Object.values(golden)
  .flatMap((vectors) => vectors.map(({ hex }: { readonly hex: string }) => bytesOf(hex)))
  .filter(([first]) => first! < 0x80)

/** A stranger on a native socket, who says whatever it likes to a room with members of both dialects. */
export const nativeConnection: Target = {
  name: 'native-connection',
  maxBytes: 2_048,
  share: 0.006,
  seeds: () => [
    ...ups.map((frame) => joinChunks([frame])),
    joinChunks([
      encodeFrame({
        type: FrameType.profile,
        profile: Uint8Array.of(0xcf, 255, 255, 255, 255, 255, 255, 255, 255),
      }),
    ]),
    joinChunks(ups.filter(([first]) => first !== FrameType.hello).slice(0, 30)),
    ...Array.from({ length: 8 }, (_, seed) =>
      joinChunks([
        ...scribble(seed, 2, 5).map((bytes, batch) => encodeFrame(update(batch + 1, bytes))),
        encodeFrame(event(1, 'key')),
      ]),
    ),
  ],
  words: Object.values(FrameType).map((type) => Uint8Array.of(type)),
  async run(input) {
    const world = await ConnectionWorld.open()
    await world.nativeStranger(splitChunks(input))
    await world.close()
  },
}
