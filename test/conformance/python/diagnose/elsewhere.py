"""A module whose variables are not in the frames of a traceback."""


class Holder:
    pass


login = Holder()
