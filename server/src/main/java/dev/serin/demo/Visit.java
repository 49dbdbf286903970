package dev.serin.demo;

/**
 * One visit of a viewer, with its random draws, made before anything is recommended.
 *
 * @param gap since the previous visit, in mean gaps
 * @param draw from 0 to 1: a title whose chance is above it is watched to the end
 * @param answered whether a label tells if it was
 * @param delaySeconds the delay of the label
 */
record Visit(Viewer viewer, double gap, double draw, boolean answered, double delaySeconds) {
  /** Whether a title of this genre is watched to the end. */
  boolean watched(int genre) {
    return draw < viewer.chances().get(genre);
  }
}
