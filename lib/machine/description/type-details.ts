import type { VgpuName } from './vgpu-name.js'

/** Width and height in pixels. */
export interface Resolution {
  width: number
  height: number
}

/** A word and a value of a description that this library does not know, as they stand there. */
export interface DescriptionPair {
  name: string
  value: string
}

/**
 * What a type's description, and the name of a vGPU type, say, in numbers with units. The words are different with each
 * driver; what two of them mean alike has one key here. What a driver does not tell is absent.
 */
export interface TypeDetails {
  /** Displays at most (`num_heads`). */
  heads?: number
  /** Frames per second to which the driver limits a display (`frl_config`). */
  frameRateLimit?: number
  /**
   * Memory of the graphics card in one instance, in MiB (NVIDIA `framebuffer`, mbochs `video memory`). Where an NVIDIA type has no
   * description it comes from the type's name.
   */
  framebufferMiB?: number
  /** The largest display, or the only one (`max_resolution`, GVT-g `resolution`, mdpy). */
  maxResolution?: Resolution
  /** The most instances on one physical GPU when nothing else is there (`max_instance`). */
  maxInstances?: number
  /** GVT-g: graphics memory that the CPU can reach, in MiB (`low_gm_size`). */
  lowGmMiB?: number
  /** GVT-g: graphics memory that only the GPU reaches, in MiB (`high_gm_size`). */
  highGmMiB?: number
  /** GVT-g: fence registers (`fence`). */
  fences?: number
  /** GVT-g: share of the GPU's time against other instances (`weight`). */
  weight?: number
  /** NVIDIA: what the type's name says. */
  vgpu?: VgpuName
  /** What is not known, and known words whose value is not as it should be, in the order of the text. */
  other?: DescriptionPair[]
}
