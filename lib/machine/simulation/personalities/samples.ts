import type { Personality } from '../personality.js'
import { mbochs } from './mbochs.js'
import { mdpy } from './mdpy.js'
import { mtty } from './mtty.js'

/** All three sample drivers of the kernel on one machine. */
export const samples: Personality = {
  name: 'samples',
  summary: "The kernel's sample drivers mtty, mdpy and mbochs together.",
  virtualDevices: [mtty, mdpy, mbochs].flatMap((sample) => sample.virtualDevices ?? []),
  parents: [mtty, mdpy, mbochs].flatMap((sample) => sample.parents),
}
