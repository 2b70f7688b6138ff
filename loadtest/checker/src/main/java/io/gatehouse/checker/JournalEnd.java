package io.gatehouse.checker;

/**
 * What a journal that was read to its end holds.
 *
 * @param segments files of it; 0: there is no journal
 * @param frames in the chain, seals among them
 * @param records handed over
 * @param position behind the last frame: bytes of the whole journal
 * @param durableUpTo position below which frames say that everything was on disk
 * @param cutBytes up to the last byte behind the end that is not zero: a commit that was never acknowledged; 0: a clean end
 */
public record JournalEnd(int segments, long frames, long records, long position, long durableUpTo, long cutBytes) {}
