import type { Personality } from '../personality.js'
import { i915Gvtg } from './i915-gvtg.js'
import { mbochs } from './mbochs.js'
import { mdpy } from './mdpy.js'
import { mtty } from './mtty.js'
import { nvidiaT4 } from './nvidia-t4.js'
import { samples } from './samples.js'

/** The machines that can be simulated by name. */
export const personalities: readonly Personality[] = [nvidiaT4, i915Gvtg, mtty, mdpy, mbochs, samples]
