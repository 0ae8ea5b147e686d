"""Serve `make-video/on-demand` on the server that the environment names, as a machine of a fleet would."""

if __name__ == "__main__":
    from flows.make_video import make_video

    make_video.serve(name="on-demand", limit=2)
