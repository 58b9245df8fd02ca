import type { Personality } from '../personality.js'
import { gridM60 } from './grid-m60.js'
import { i915GvtgAggregation } from './i915-gvtg-aggregation.js'
import { i915Gvtg } from './i915-gvtg.js'
import { mbochs } from './mbochs.js'
import { mdpy } from './mdpy.js'
import { mtty } from './mtty.js'
import { nvidiaA2 } from './nvidia-a2.js'
import { nvidiaA40 } from './nvidia-a40.js'
import { nvidiaL40s, nvidiaL40sHeterogeneous } from './nvidia-l40s.js'
import { nvidiaT4 } from './nvidia-t4.js'
import { pmdev } from './pmdev.js'
import { pool2016 } from './pool-2016.js'
import { samples } from './samples.js'
import { vfioAp, vfioApOld } from './vfio-ap.js'
import { vfioCcw, vfioCcwOld } from './vfio-ccw.js'

/** The machines that can be simulated by name. */
export const personalities: readonly Personality[] = [
  nvidiaT4,
  nvidiaA2,
  nvidiaA40,
  nvidiaL40s,
  nvidiaL40sHeterogeneous,
  i915Gvtg,
  i915GvtgAggregation,
  gridM60,
  pool2016,
  mtty,
  mdpy,
  mbochs,
  samples,
  pmdev,
  vfioCcw,
  vfioCcwOld,
  vfioAp,
  vfioApOld,
]
