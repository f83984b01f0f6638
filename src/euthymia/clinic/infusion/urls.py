app_name = "infusion"
urlpatterns = []
