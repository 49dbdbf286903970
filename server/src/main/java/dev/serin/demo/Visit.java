package dev.serin.demo;

/**
 * One time that a viewer asks, and what chance has in store whatever is recommended.
 *
 * @param gap since the visit before, in mean gaps
 * @param draw from 0 to 1: a title whose chance is above it is watched to the end
 * @param answered whether it becomes known if it was
 * @param delaySeconds after how long that becomes known
 */
record Visit(Viewer viewer, double gap, double draw, boolean answered, double delaySeconds) {
  /** Whether a title of this genre is watched to the end. */
  boolean watched(int genre) {
    return draw < viewer.chances().get(genre);
  }
}
